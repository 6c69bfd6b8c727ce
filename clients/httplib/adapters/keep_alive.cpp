// SPDX-License-Identifier: MIT
// One long-lived client, whose connection is reused as long as the server is the same.
#include "transfer.hpp"

namespace leakproof::clients {
namespace {

class KeepAlive final : public Client {
 public:
  Outcome fetch(const Request& request) override {
    if (const auto lacking = beyond_httplib(request); !lacking.empty()) {
      return {.error = std::string(lacking)};
    }
    const auto [server, path] = address_of(request.url);
    if (server != server_) {
      client_ = connect_to(server, request);
      client_->set_keep_alive(true);
      server_ = server;
    }
    return perform(*client_, path, request);
  }

 private:
  std::string server_{};
  std::unique_ptr<httplib::Client> client_{};
};

}  // namespace

ClientEntry keep_alive() {
  return {
      .name = "httplib-keep-alive",
      .summary = "one long-lived httplib client",
      .expect = Expectation::clean,
      .make = []() -> std::unique_ptr<Client> { return std::make_unique<KeepAlive>(); },
  };
}

}  // namespace leakproof::clients
