// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "fd.hpp"
#include "scenario.hpp"

namespace leakproof::server {

template <auto function>
struct FreedBy {
  template <typename Resource>
  void operator()(Resource* resource) const {
    function(resource);
  }
};

using Certificate = std::unique_ptr<X509, FreedBy<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;

/// A file in memory (memfd), which exists as long as this object. Other processes on this
/// machine can open it by its path.
class MemoryFile {
 public:
  /// Throws std::system_error if memory or file descriptors run out.
  explicit MemoryFile(const std::string& text);

  std::string path() const;

 private:
  Fd file_;
};

/// A throw-away certificate authority; each origin creates its own. All functions throw
/// std::runtime_error if OpenSSL fails.
class Authority {
 public:
  Authority();

  struct Issued {
    Certificate certificate{};
    Key key{};
  };

  /// Issues a certificate to a server with that identity. Another authority issues the
  /// untrusted one.
  Issued issue(Identity) const;
  Issued issue_client_certificate() const;

  X509* certificate() const { return certificate_.get(); }
  std::string pem() const;

 private:
  struct Subject;
  Issued sign(const Subject&) const;

  Key key_;
  Certificate certificate_;
};

/// PEM of the certificate, followed by its key.
std::string pem(const Authority::Issued&);

}  // namespace leakproof::server
