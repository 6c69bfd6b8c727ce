// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "certificate.hpp"
#include "transport.hpp"

namespace leakproof::server {

/// The origin's side of TLS: its certificate, and whether it requires one of clients.
class Tls {
 public:
  Tls(Identity, bool wants_certificate);

  /// Paths of the authority that a client must trust and of the certificate that it must
  /// present. Readable as long as this object exists.
  std::string authority_file() const { return authority_file_.path(); }
  std::string client_file() const { return client_file_ ? client_file_->path() : ""; }

  /// Path of the origin's certificate and key, for a proxy in front of it.
  std::string own_file() const { return own_file_.path(); }

  SSL_CTX* context() const { return context_.get(); }

 private:
  Authority authority_;
  Authority::Issued own_;
  MemoryFile authority_file_;
  MemoryFile own_file_;
  std::optional<MemoryFile> client_file_{};
  std::unique_ptr<SSL_CTX, FreedBy<SSL_CTX_free>> context_;
};

/// One TLS connection. Does not own the socket.
class TlsTransport final : public Transport {
 public:
  TlsTransport(const Tls&, int socket);

  /// Returns false if the client refused the handshake or closed the connection.
  bool handshake();

  ssize_t receive(char* bytes, std::size_t size) override;
  std::optional<ssize_t> receive_soon(char* bytes, std::size_t size) override;
  /// Sends close_notify, as a server does before it closes the connection.
  void close_notify() override;

 private:
  bool send_all(std::string_view first, std::string_view second) override;
  bool write(std::string_view bytes);

  std::unique_ptr<SSL, FreedBy<SSL_free>> ssl_;
};

}  // namespace leakproof::server
