// SPDX-License-Identifier: MIT
#include "attribution/release_calls.hpp"

#include <algorithm>
#include <array>

namespace leakproof {
namespace {

// What is built on others comes first: libcurl copies strings, and getaddrinfo opens files. libc's
// functions may have names of their own within it, such as "_IO_new_fopen" and "__strdup".
constexpr std::array release_calls{
    ReleaseCall{"curl_multi_add_handle",
                "call curl_multi_remove_handle and curl_easy_cleanup for each transfer"},
    ReleaseCall{"curl_slist_append", "call curl_slist_free_all for each list of headers"},
    ReleaseCall{"curl_mime_", "call curl_mime_free for each form that curl_mime_init makes"},
    ReleaseCall{"curl_share_init",
                "call curl_share_cleanup for each share, after the handles that use it"},
    ReleaseCall{"curl_multi_init", "call curl_multi_cleanup for each multi handle"},
    ReleaseCall{"\ncurl_url\n|\ncurl_url_dup\n|\ncurl_url_set\n",
                "call curl_url_cleanup for each URL handle"},
    ReleaseCall{"curl_easy_init|curl_easy_duphandle|curl_easy_perform|curl_easy_setopt",
                "call curl_easy_cleanup for each handle, preferably at the end of a scope"},
    ReleaseCall{"\nSSL_new\n", "call SSL_free for each connection that SSL_new makes"},
    ReleaseCall{"getaddrinfo", "call freeaddrinfo for each list that getaddrinfo returns"},
    ReleaseCall{"dlopen", "call dlclose for each library that dlopen loads, or load it once"},
    ReleaseCall{"popen", "call pclose for each stream that popen opens"},
    ReleaseCall{"opendir", "call closedir for each directory that opendir opens"},
    ReleaseCall{"fopen|fdopen|tmpfile",
                "call fclose for each file that fopen opens, also on error paths"},
    ReleaseCall{"asprintf|strdup|strndup",
                "call free for each string that strdup or asprintf returns"},
};

}  // namespace

bool has_one_of(std::string_view words, std::string_view text) {
  while (true) {
    const std::size_t end = words.find('|');
    if (text.find(words.substr(0, end)) != text.npos) return true;
    if (end == words.npos) return false;
    words.remove_prefix(end + 1);
  }
}

const ReleaseCall* release_call_for(std::string_view functions) {
  const auto* const found = std::ranges::find_if(
      release_calls, [&](const ReleaseCall& call) { return has_one_of(call.makers, functions); });
  return found == release_calls.end() ? nullptr : found;
}

}  // namespace leakproof
