// SPDX-License-Identifier: MIT
#include "server/tls.hpp"

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "socket_pair.hpp"

namespace leakproof::server {
namespace {

/// OpenSSL's client at the other end. Both ends block on each other, so it runs in a
/// separate thread.
class TlsClient {
 public:
  TlsClient(const Tls& tls, int socket, bool shows_certificate = true)
      : context_(SSL_CTX_new(TLS_client_method())), ssl_(nullptr) {
    SSL_CTX_load_verify_locations(context_.get(), tls.authority_file().c_str(), nullptr);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    const std::string own = tls.client_file();
    if (shows_certificate && !own.empty()) {
      SSL_CTX_use_certificate_file(context_.get(), own.c_str(), SSL_FILETYPE_PEM);
      SSL_CTX_use_PrivateKey_file(context_.get(), own.c_str(), SSL_FILETYPE_PEM);
    }
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket);
  }

  bool handshake() { return SSL_connect(ssl_.get()) == 1; }
  bool send(std::string_view text) {
    return SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size())) > 0;
  }
  std::string read(int size) {
    std::string text(static_cast<std::size_t>(size), '\0');
    const int got = SSL_read(ssl_.get(), text.data(), size);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
  }
  bool was_told_the_end() const {
    return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
  }

 private:
  std::unique_ptr<SSL_CTX, FreedBy<SSL_CTX_free>> context_;
  std::unique_ptr<SSL, FreedBy<SSL_free>> ssl_;
};

bool handshakes(const Tls& tls, bool shows_certificate = true) {
  std::signal(SIGPIPE, SIG_IGN);
  SocketPair ends;
  bool client_agrees = false;
  std::jthread client([&] {
    TlsClient own(tls, ends.client.get(), shows_certificate);
    client_agrees = own.handshake();
    if (!client_agrees) ends.client.reset();
  });
  TlsTransport transport(tls, ends.origin.get());
  const bool origin_agrees = transport.handshake();
  if (!origin_agrees) ::shutdown(ends.origin.get(), SHUT_RDWR);
  client.join();
  return origin_agrees && client_agrees;
}

TEST(Tls, IsSpokenWithAClientThatTrustsTheAuthority) {
  EXPECT_TRUE(handshakes(Tls(Identity::trusted, false)));
}

TEST(Tls, IsNotSpokenWhereTheClientDoesNotTrustTheIdentity) {
  EXPECT_FALSE(handshakes(Tls(Identity::untrusted, false)));
  EXPECT_FALSE(handshakes(Tls(Identity::expired, false)));
}

TEST(Tls, IsSpokenWithTheCertificateOfAClientWhereItIsWanted) {
  const Tls tls(Identity::trusted, true);
  EXPECT_NE(tls.client_file(), "");
  EXPECT_TRUE(handshakes(tls));
}

// With TLS 1.3 the client's handshake finishes before the origin refuses, so the result of
// the origin counts.
TEST(Tls, IsNotSpokenWithoutTheCertificateOfAClientWhereItIsWanted) {
  EXPECT_FALSE(handshakes(Tls(Identity::trusted, true), false));
}

TEST(Tls, WantsNoCertificateWhereNoneWasAskedFor) {
  EXPECT_EQ(Tls(Identity::trusted, false).client_file(), "");
}

TEST(TlsTransport, CarriesBothWaysAndTellsTheEnd) {
  const Tls tls(Identity::trusted, false);
  SocketPair ends;
  std::string received;
  bool told = false;
  std::jthread client([&] {
    TlsClient own(tls, ends.client.get());
    own.handshake();
    own.send("request");
    received = own.read(4);
    received += own.read(4);
    EXPECT_EQ(own.read(1), "");
    told = own.was_told_the_end();
  });
  TlsTransport transport(tls, ends.origin.get());
  ASSERT_TRUE(transport.handshake());
  std::array<char, 64> bytes{};
  EXPECT_EQ(transport.receive(bytes.data(), bytes.size()), 7);
  EXPECT_EQ(std::string_view(bytes.data(), 7), "request");
  EXPECT_TRUE(transport.send("head", "body"));
  transport.close_notify();
  ends.origin.reset();
  client.join();
  EXPECT_EQ(received, "headbody");
  EXPECT_TRUE(told);
}

TEST(TlsTransport, FailsTheHandshakeWhereTheClientHasGone) {
  std::signal(SIGPIPE, SIG_IGN);  // as any httplib::Server does; OpenSSL's writes raise it
  const Tls tls(Identity::trusted, false);
  SocketPair ends;
  ends.client.reset();
  EXPECT_FALSE(TlsTransport(tls, ends.origin.get()).handshake());
}

}  // namespace
}  // namespace leakproof::server
