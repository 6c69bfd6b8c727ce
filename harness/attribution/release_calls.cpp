// SPDX-License-Identifier: MIT
#include "attribution/release_calls.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <span>

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
                "call curl_share_cleanup for each share, after the handles that use it", "",
                "curl_easy_perform|curl_multi_perform"},
    ReleaseCall{"curl_multi_init", "call curl_multi_cleanup for each multi handle", "",
                "curl_multi_perform"},
    ReleaseCall{"\ncurl_url\n|\ncurl_url_dup\n|\ncurl_url_set\n",
                "call curl_url_cleanup for each URL handle"},
    ReleaseCall{"curl_easy_init|curl_easy_duphandle|curl_easy_perform|curl_easy_setopt",
                "call curl_easy_cleanup for each handle, preferably at the end of a scope",
                "curl_easy_init|curl_easy_duphandle"},
    ReleaseCall{"QNetworkAccessManager::",
                "call deleteLater() on each QNetworkReply once it has finished"},
    ReleaseCall{"ne_request_create", "call ne_request_destroy for each request, also on error"},
    ReleaseCall{"ne_session_create",
                "call ne_session_destroy for each session, or use one for all requests"},
    ReleaseCall{"evhttp_connection_base",
                "call evhttp_connection_free for each connection, or use "
                "one for all requests"},
    ReleaseCall{"evhttp_request_new",
                "call evhttp_request_free for each request that is not given "
                "to a connection, or that evhttp_request_own keeps"},
    ReleaseCall{"bufferevent_socket_new|bufferevent_openssl_socket_new",
                "call bufferevent_free for each bufferevent"},
    ReleaseCall{"evbuffer_new", "call evbuffer_free for each evbuffer"},
    ReleaseCall{"\nevent_new\n", "call event_free for each event"},
    ReleaseCall{"event_base_new", "call event_base_free for each event base, or use one for all"},
    ReleaseCall{
        "mg_connect|mg_http_connect",
        "set is_draining of each connection when its reply has come, or is_closing on error",
        "\nmg_http_connect\n|\nmg_connect\n"},
    ReleaseCall{"lws_create_context",
                "call lws_context_destroy for each context, or use one for all requests"},
    ReleaseCall{"xmlrpc_client_call", "call xmlrpc_DECREF for each result"},
    ReleaseCall{"nghttp2_session_client_new", "call nghttp2_session_del for each session"},
    ReleaseCall{"apr_pool_create", "call apr_pool_destroy or apr_pool_clear for each pool"},
    ReleaseCall{"\ng_object_new\n|g_object_new_|g_type_create_instance",
                "call g_object_unref for each object that a function ending in _new returns, and "
                "for each g_object_ref; a signal handler must not hold its own object",
                "_new\n|g_object_ref"},
    ReleaseCall{"g_bytes_new|soup_session_send_and_read", "call g_bytes_unref for each GBytes"},
    ReleaseCall{"\ng_slist_|\ng_list_", "call g_list_free_full for each list and its elements"},
    ReleaseCall{"g_hash_table_insert|g_hash_table_new|g_ptr_array_add",
                "limit the container, and give it a function that frees its elements"},
    ReleaseCall{"\ng_strdup|g_strconcat|g_strndup|g_strsplit|\ng_malloc",
                "call g_free (g_strfreev for a vector) for what GLib allocates"},
};

// What other libraries are often built on. These have calls of their own for what they make by it.
constexpr std::array release_calls_of_parts{
    ReleaseCall{"xmlReadMemory|xmlReadDoc|xmlParseMemory|xmlParseDoc|htmlReadMemory",
                "call xmlFreeDoc for each document"},
    ReleaseCall{"cJSON_Parse", "call cJSON_Delete for each value that cJSON_Parse returns"},
    ReleaseCall{"json_tokener_parse", "call json_object_put for each object that is parsed"},
    ReleaseCall{"json_loads|json_loadb", "call json_decref for each value that json_loads returns"},
    ReleaseCall{"\njson_string|\njson_integer|\njson_real|\njson_object\n|\njson_array\n",
                "call json_decref for each value, or give it away by json_object_set_new or "
                "json_array_append_new, which take it"},
    ReleaseCall{"inflateInit", "call inflateEnd for each stream"},
    ReleaseCall{"deflateInit", "call deflateEnd for each stream"},
    ReleaseCall{"sqlite3_prepare", "call sqlite3_finalize for each statement"},
    ReleaseCall{"gnutls_init", "call gnutls_deinit for each session"},
    ReleaseCall{"BIO_new", "call BIO_free_all for each BIO that is given to no SSL"},
    ReleaseCall{"X509_STORE_new|d2i_X509|PEM_read_bio_X509",
                "call X509_free (X509_STORE_free) for each certificate or store"},
    ReleaseCall{"\nSSL_new\n", "call SSL_free for each connection that SSL_new makes"},
    ReleaseCall{"getaddrinfo", "call freeaddrinfo for each list that getaddrinfo returns"},
    ReleaseCall{"getifaddrs", "call freeifaddrs for each list that getifaddrs returns"},
    ReleaseCall{"res_ninit", "call res_nclose for each resolver state"},
    ReleaseCall{"regcomp", "call regfree for each pattern, or compile it once"},
    ReleaseCall{"iconv_open", "call iconv_close for each converter"},
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

const ReleaseCall* release_call_for(std::string_view functions, std::string_view users_calls) {
  const auto first_of = [&](std::span<const ReleaseCall> calls,
                            std::string_view makers_among) -> const ReleaseCall* {
    const auto found = std::ranges::find_if(calls, [&](const ReleaseCall& call) {
      if (has_one_of(call.makers, makers_among)) return true;
      return !call.fillers.empty() && has_one_of(call.fillers, functions) &&
             has_one_of(call.makers, users_calls);
    });
    return found == calls.end() ? nullptr : std::to_address(found);
  };
  const ReleaseCall* const found = first_of(release_calls, functions);
  if (found != nullptr) return found;
  return first_of(release_calls_of_parts, users_calls.empty() ? functions : users_calls);
}

}  // namespace leakproof
