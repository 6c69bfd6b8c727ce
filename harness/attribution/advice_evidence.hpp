// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "attribution/trial_facts.hpp"

/// Each returns the numbers that show a kind of leak in a trial, or an empty string if they do not.
namespace leakproof::evidence {

std::string per_thread_state(const TrialFacts&, const ClientFacts&);
std::string thread_never_joined(const TrialFacts&, const ClientFacts&);
std::string leak_on_error_only(const TrialFacts&, const ClientFacts&);
std::string body_not_read(const TrialFacts&, const ClientFacts&);
std::string connection_never_closed(const TrialFacts&, const ClientFacts&);
std::string descriptor_never_closed(const TrialFacts&, const ClientFacts&);
std::string keeps_response(const TrialFacts&, const ClientFacts&);
std::string per_key_cache(const TrialFacts&, const ClientFacts&);
std::string mapping_never_unmapped(const TrialFacts&, const ClientFacts&);
std::string block_never_freed(const TrialFacts&, const ClientFacts&);
std::string allocator_retention(const TrialFacts&, const ClientFacts&);
std::string peak_follows_payload(const TrialFacts&, const ClientFacts&);
std::string pool_not_used(const TrialFacts&, const ClientFacts&);
std::string object_kept(const TrialFacts&, const ClientFacts&);
std::string callback_kept(const TrialFacts&, const ClientFacts&);
std::string task_left(const TrialFacts&, const ClientFacts&);
std::string connection_left(const TrialFacts&, const ClientFacts&);
std::string connection_left_though_read(const TrialFacts&, const ClientFacts&);
std::string closed_by_collector(const TrialFacts&, const ClientFacts&);
std::string memory_left(const TrialFacts&, const ClientFacts&);
std::string memory_or_connection_left(const TrialFacts&, const ClientFacts&);

}  // namespace leakproof::evidence
