// SPDX-License-Identifier: MIT
#include "tls.hpp"

#include <openssl/err.h>

#include <stdexcept>

namespace leakproof::server {

Tls::Tls(Identity identity, bool wants_certificate)
    : own_(authority_.issue(identity)),
      authority_file_(authority_.pem()),
      own_file_(pem(own_)),
      context_(SSL_CTX_new(TLS_server_method())) {
  SSL_CTX* const context = context_.get();
  if (context == nullptr || SSL_CTX_use_certificate(context, own_.certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context, own_.key.get()) != 1) {
    throw std::runtime_error("OpenSSL cannot serve TLS");
  }
  constexpr std::string_view session = "leakproof";  // only sessions of this context are resumed
  SSL_CTX_set_session_id_context(context, reinterpret_cast<const unsigned char*>(session.data()),
                                 static_cast<unsigned>(session.size()));
  if (!wants_certificate) return;
  client_file_.emplace(pem(authority_.issue_client_certificate()));
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority_.certificate());
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
}

TlsTransport::TlsTransport(const Tls& tls, int socket) : ssl_(SSL_new(tls.context())) {
  if (ssl_) SSL_set_fd(ssl_.get(), socket);
}

bool TlsTransport::handshake() {
  const bool done = ssl_ && SSL_accept(ssl_.get()) == 1;
  ERR_clear_error();
  return done;
}

ssize_t TlsTransport::receive(char* bytes, std::size_t size) {
  while (true) {
    if (const auto got = receive_soon(bytes, size)) return *got;
  }
}

std::optional<ssize_t> TlsTransport::receive_soon(char* bytes, std::size_t size) {
  std::size_t got = 0;
  const int result = SSL_read_ex(ssl_.get(), bytes, size, &got);
  const bool in_vain = result != 1 && SSL_get_error(ssl_.get(), result) == SSL_ERROR_WANT_READ;
  ERR_clear_error();
  if (in_vain) return std::nullopt;
  return result == 1 ? static_cast<ssize_t>(got) : 0;
}

bool TlsTransport::send_all(std::string_view first, std::string_view second) {
  return write(first) && write(second);
}

bool TlsTransport::write(std::string_view bytes) {
  std::size_t written = 0;
  const bool all =
      bytes.empty() || SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &written) == 1;
  ERR_clear_error();
  return all;
}

void TlsTransport::close_notify() {
  SSL_shutdown(ssl_.get());
  ERR_clear_error();
}

}  // namespace leakproof::server
