// SPDX-License-Identifier: MIT
// Two libcurl clients: a correct one, and one that loses a block of 24 bytes on rare paths:
// if the reply is incomplete, has an error status, or sets a cookie.
#include <curl/curl.h>

#include <array>

#include <leakproof/worker.hpp>

#include "easy.hpp"

namespace {

using namespace leakproof;

bool sets_cookie(CURL* easy) {
  curl_header* cookie = nullptr;
  return curl_easy_header(easy, "Set-Cookie", 0, CURLH_HEADER, -1, &cookie) == CURLHE_OK;
}

class Careful : public Client {
 public:
  Outcome fetch(const Request& request) override {
    const clients::EasyHandle easy{curl_easy_init()};
    std::string body;
    const clients::Parts parts = clients::prepare(easy.get(), request);
    clients::collect_into(easy.get(), body);
    const Outcome outcome = clients::perform(easy.get());
    if (!outcome.ok || outcome.status >= 400 || sets_cookie(easy.get())) take_the_rare_path();
    return outcome;
  }

 private:
  virtual void take_the_rare_path() {}
};

class Forgetful final : public Careful {
 private:
  void take_the_rare_path() override { lost_ = new char[24]; }

  char* volatile lost_ = nullptr;
};

class Careless final : public Careful {
 public:
  Outcome fetch(const Request& request) override {
    lost_ = new char[16];
    return Careful::fetch(request);
  }

 private:
  char* volatile lost_ = nullptr;
};

template <typename T>
ClientEntry entry(std::string_view name) {
  return {.name = name, .summary = "libcurl", .make = []() -> std::unique_ptr<Client> {
            return std::make_unique<T>();
          }};
}

}  // namespace

int main(int argc, char** argv) {
  curl_global_init(CURL_GLOBAL_ALL);
  const std::array clients{entry<Careful>("careful"), entry<Forgetful>("forgetful"),
                           entry<Careless>("careless")};
  return worker_main(argc, argv, clients, "");
}
