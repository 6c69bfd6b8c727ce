// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "certificate.hpp"
#include "transport.hpp"

namespace leakproof::server {

/// The origin's side of TLS: its identity, and whether clients must show theirs.
class Tls {
 public:
  Tls(Identity, bool wants_certificate);

  /// Paths of what a client is told to trust, and to show. Readable while this lives.
  std::string authority_file() const { return authority_file_.path(); }
  std::string client_file() const { return client_file_ ? client_file_->path() : ""; }

  /// Certificate and key of the origin, for what stands in front of it.
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

/// One connection that speaks TLS. Does not own the socket.
class TlsTransport final : public Transport {
 public:
  TlsTransport(const Tls&, int socket);

  /// False where the client refused or broke off.
  bool handshake();

  ssize_t receive(char* bytes, std::size_t size) override;
  std::optional<ssize_t> receive_soon(char* bytes, std::size_t size) override;
  /// Tells the client that nothing more comes, as a server does before it closes.
  void close_notify() override;

 private:
  bool send_all(std::string_view first, std::string_view second) override;
  bool write(std::string_view bytes);

  std::unique_ptr<SSL, FreedBy<SSL_free>> ssl_;
};

}  // namespace leakproof::server
