// SPDX-License-Identifier: MIT
#include "certificate.hpp"

#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <stdexcept>
#include <system_error>

namespace leakproof::server {
namespace {

constexpr long a_day = 24L * 60 * 60;

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("OpenSSL cannot ") + what);
}

Key make_key() {
  Key key{EVP_EC_gen("P-256")};
  require(key != nullptr, "make a key");
  return key;
}

void add_extension(X509* certificate, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
  require(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1,
          "add to a certificate");
  X509_EXTENSION_free(extension);
}

Certificate make_certificate(EVP_PKEY* key, const char* name, long valid_from, long valid_to) {
  Certificate made{X509_new()};
  std::uint64_t number = 0;
  require(made && RAND_bytes(reinterpret_cast<unsigned char*>(&number), sizeof number) == 1,
          "make a certificate");
  X509* const certificate = made.get();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), number >> 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), valid_from);
  X509_gmtime_adj(X509_getm_notAfter(certificate), valid_to);
  X509_set_pubkey(certificate, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  return made;
}

std::string written(const std::function<int(BIO*)>& write) {
  const std::unique_ptr<BIO, FreedBy<BIO_free>> memory{BIO_new(BIO_s_mem())};
  require(memory && write(memory.get()) == 1, "write PEM");
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace

MemoryFile::MemoryFile(const std::string& text)
    : file_(checked_fd(::memfd_create("leakproof", MFD_CLOEXEC), "memfd_create")) {
  const auto size = static_cast<ssize_t>(text.size());
  if (::write(file_.get(), text.data(), text.size()) != size) {
    throw std::system_error(errno, std::generic_category(), "writing a file in memory");
  }
}

std::string MemoryFile::path() const {
  return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(file_.get());
}

struct Authority::Subject {
  const char* name = "127.0.0.1";
  const char* alternatives = "IP:127.0.0.1,DNS:localhost";
  long valid_from = -a_day;
  long valid_to = a_day;
};

Authority::Authority()
    : key_(make_key()),
      certificate_(make_certificate(key_.get(), "leakproof: for one trial only", -a_day, a_day)) {
  X509* const own = certificate_.get();
  X509_set_issuer_name(own, X509_get_subject_name(own));
  add_extension(own, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(own, NID_key_usage, "critical,keyCertSign");
  require(X509_sign(own, key_.get(), EVP_sha256()) != 0, "sign a certificate");
}

Authority::Issued Authority::sign(const Subject& subject) const {
  Key key = make_key();
  Certificate certificate =
      make_certificate(key.get(), subject.name, subject.valid_from, subject.valid_to);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate_.get()));
  add_extension(certificate.get(), NID_subject_alt_name, subject.alternatives);
  require(X509_sign(certificate.get(), key_.get(), EVP_sha256()) != 0, "sign a certificate");
  return {.certificate = std::move(certificate), .key = std::move(key)};
}

Authority::Issued Authority::issue(Identity identity) const {
  switch (identity) {
    case Identity::untrusted:
      return Authority().sign({});
    case Identity::expired:
      return sign({.valid_from = -2 * a_day, .valid_to = -a_day});
    case Identity::of_another_host:
      return sign({.name = "another.invalid", .alternatives = "DNS:another.invalid"});
    case Identity::none:
    case Identity::trusted:
      break;
  }
  return sign({});
}

Authority::Issued Authority::issue_client_certificate() const {
  return sign({.name = "a client", .alternatives = "DNS:client.invalid"});
}

std::string Authority::pem() const {
  return written([&](BIO* out) { return PEM_write_bio_X509(out, certificate_.get()); });
}

std::string pem(const Authority::Issued& issued) {
  return written([&](BIO* out) { return PEM_write_bio_X509(out, issued.certificate.get()); }) +
         written([&](BIO* out) {
           return PEM_write_bio_PrivateKey(out, issued.key.get(), nullptr, nullptr, 0, nullptr,
                                           nullptr);
         });
}

}  // namespace leakproof::server
