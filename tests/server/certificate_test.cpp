// SPDX-License-Identifier: MIT
#include "server/certificate.hpp"

#include <gtest/gtest.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace leakproof::server {
namespace {

// The result (X509_V_…) of verification by a client that trusts this authority.
int verified(const Authority& authority, X509* certificate, const char* address = nullptr) {
  const std::unique_ptr<X509_STORE, FreedBy<X509_STORE_free>> trusted{X509_STORE_new()};
  X509_STORE_add_cert(trusted.get(), authority.certificate());
  const std::unique_ptr<X509_STORE_CTX, FreedBy<X509_STORE_CTX_free>> check{X509_STORE_CTX_new()};
  EXPECT_EQ(X509_STORE_CTX_init(check.get(), trusted.get(), certificate, nullptr), 1);
  if (address != nullptr) {
    X509_VERIFY_PARAM_set1_ip_asc(X509_STORE_CTX_get0_param(check.get()), address);
  }
  X509_verify_cert(check.get());
  return X509_STORE_CTX_get_error(check.get());
}

struct Case {
  Identity identity;
  int finding;
};

class IssuedTo : public testing::TestWithParam<Case> {};

TEST_P(IssuedTo, EachIdentityIsWhatTheClientFinds) {
  const Authority authority;
  const auto issued = authority.issue(GetParam().identity);
  EXPECT_EQ(verified(authority, issued.certificate.get(), "127.0.0.1"), GetParam().finding);
  EXPECT_EQ(X509_check_private_key(issued.certificate.get(), issued.key.get()), 1);
}

INSTANTIATE_TEST_SUITE_P(
    All, IssuedTo,
    testing::Values(Case{Identity::trusted, X509_V_OK},
                    Case{Identity::untrusted, X509_V_ERR_CERT_SIGNATURE_FAILURE},
                    Case{Identity::expired, X509_V_ERR_CERT_HAS_EXPIRED},
                    Case{Identity::of_another_host, X509_V_ERR_IP_ADDRESS_MISMATCH}),
    [](const auto& one) { return std::to_string(static_cast<int>(one.param.identity)); });

TEST(Authority, IssuesACertificateToAClient) {
  const Authority authority;
  EXPECT_EQ(verified(authority, authority.issue_client_certificate().certificate.get()), X509_V_OK);
}

TEST(Authority, GivesEachCertificateANumberOfItsOwn) {
  const Authority authority;
  const auto one = authority.issue(Identity::trusted);
  const auto other = authority.issue(Identity::trusted);
  EXPECT_NE(ASN1_INTEGER_cmp(X509_get0_serialNumber(one.certificate.get()),
                             X509_get0_serialNumber(other.certificate.get())),
            0);
}

TEST(Pem, HoldsTheCertificateAndThenTheKey) {
  const std::string text = pem(Authority().issue(Identity::trusted));
  const auto certificate = text.find("-----BEGIN CERTIFICATE-----");
  const auto key = text.find("-----BEGIN PRIVATE KEY-----");
  EXPECT_EQ(certificate, 0U);
  EXPECT_NE(key, text.npos);
}

TEST(MemoryFile, IsReadByItsPathAndGoesWithItsOwner) {
  std::string path;
  {
    const MemoryFile memory("some text");
    path = memory.path();
    std::ifstream file(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "some text");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace leakproof::server
