// SPDX-License-Identifier: MIT
#include "http_message_parser.hpp"

#include <http_parser.h>

namespace leakproof::server {

struct HttpMessageParser::State {
  http_parser_type type;
  http_parser parser{};
  http_parser_settings settings{};
  bool has_no_body = false;
  bool complete = false;
  bool failed = false;
};

HttpMessageParser::HttpMessageParser(Kind kind)
    : state_(std::make_unique<State>(
          State{.type = kind == Kind::request ? HTTP_REQUEST : HTTP_RESPONSE})) {
  state_->settings.on_message_complete = [](http_parser* parser) {
    static_cast<State*>(parser->data)->complete = true;
    http_parser_pause(parser, 1);
    return 0;
  };
  state_->settings.on_headers_complete = [](http_parser* parser) {
    return static_cast<State*>(parser->data)->has_no_body ? 1 : 0;
  };
  begin(false);
}

HttpMessageParser::~HttpMessageParser() = default;
HttpMessageParser::HttpMessageParser(HttpMessageParser&&) noexcept = default;
HttpMessageParser& HttpMessageParser::operator=(HttpMessageParser&&) noexcept = default;

void HttpMessageParser::begin(bool has_no_body) {
  http_parser_init(&state_->parser, state_->type);
  state_->parser.data = state_.get();
  state_->has_no_body = has_no_body;
  state_->complete = false;
  state_->failed = false;
}

std::size_t HttpMessageParser::take(std::string_view bytes) {
  http_parser& parser = state_->parser;
  const std::size_t taken =
      http_parser_execute(&parser, &state_->settings, bytes.data(), bytes.size());
  if (HTTP_PARSER_ERRNO(&parser) == HPE_PAUSED) return taken;
  state_->failed = state_->failed || HTTP_PARSER_ERRNO(&parser) != HPE_OK;
  return bytes.size();
}

bool HttpMessageParser::complete() const { return state_->complete; }
bool HttpMessageParser::failed() const { return state_->failed; }
bool HttpMessageParser::is_head() const { return state_->parser.method == HTTP_HEAD; }

bool HttpMessageParser::is_interim() const {
  const unsigned status = state_->parser.status_code;
  return status / 100 == 1 && status != 101;
}

std::optional<UrlParts> parse_url(std::string_view text) {
  http_parser_url url{};
  http_parser_url_init(&url);
  if (http_parser_parse_url(text.data(), text.size(), 0, &url) != 0) return std::nullopt;
  const auto component = [&](http_parser_url_fields field) -> std::string {
    if ((url.field_set & (1U << field)) == 0) return "";
    return std::string(text.substr(url.field_data[field].off, url.field_data[field].len));
  };
  UrlParts parts{.scheme = component(UF_SCHEMA),
                 .host = component(UF_HOST),
                 .port = component(UF_PORT),
                 .path = component(UF_PATH),
                 .query = component(UF_QUERY)};
  if (parts.host.empty()) return std::nullopt;
  return parts;
}

}  // namespace leakproof::server
