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
  template <typename ResourceKind>
  void operator()(ResourceKind* thing) const {
    function(thing);
  }
};

using Certificate = std::unique_ptr<X509, FreedBy<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;

/// A file that is on no disk, for as long as this lives: other processes of this
/// machine open it by its path.
class MemoryFile {
 public:
  /// Throws std::system_error where there is no memory for it.
  explicit MemoryFile(const std::string& text);

  std::string path() const;

 private:
  Fd file_;
};

/// A throw-away authority and whom it vouches for, made anew by each origin.
/// Throws std::runtime_error where OpenSSL cannot.
class Authority {
 public:
  Authority();

  struct Vouched {
    Certificate certificate{};
    Key key{};
  };

  /// For a server as that identity: an untrusted one is another authority's.
  Vouched vouch_for(Identity) const;
  Vouched vouch_for_client() const;

  X509* certificate() const { return certificate_.get(); }
  std::string pem() const;

 private:
  struct Wanted;
  Vouched vouch(const Wanted&) const;

  Key key_;
  Certificate certificate_;
};

/// Both, one after the other.
std::string pem(const Authority::Vouched&);

}  // namespace leakproof::server
