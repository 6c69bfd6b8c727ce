// SPDX-License-Identifier: MIT
// The fields of --json, used for writing (write.hpp), reading (read.hpp) and the schema
// (schema.cpp). Each field has a key, the member that it holds, a description and optionally
// its minimum (a number's is 0); for a list, its minimum length.
//
// CHANGELOG.md has the rules of the schema's version: a renamed or removed field raises it, a
// new one does not. Longer than other headers, because it is one list.
#pragma once

#include <concepts>
#include <type_traits>

#include <leakproof/tolerance.hpp>

#include "judge/expectation.hpp"
#include "model/advice.hpp"
#include "model/client_usage.hpp"
#include "model/control.hpp"
#include "model/finding.hpp"
#include "model/ledger.hpp"
#include "model/owner.hpp"
#include "model/plan.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"
#include "report/json/head.hpp"
#include "report/json/kinds.hpp"
#include "report/machine.hpp"
#include "report/results_file.hpp"

namespace leakproof::report {

inline constexpr int results_schema_version = 2;

/// describe() takes a `const Model&` for writing and a `Model&` for reading.
template <typename T, typename Model>
concept Is = std::same_as<std::remove_const_t<T>, Model>;

void describe(auto& field, Is<Machine> auto& machine) {
  field.type("machine", "the machine of the run, on which its numbers depend");
  field("system", machine.system, "kernel and its release");
  field("architecture", machine.architecture, "");
  field("c_library", machine.c_library, "name and version");
  field("cores", machine.cores, "");
  field("memory_bytes", machine.memory_bytes, "");
  field("page_bytes", machine.page_bytes, "");
}

void describe(auto& field, Is<Control> auto& control) {
  field.type("control", "a planted leak or non-leak that checks the run itself");
  field("name", control.name, "");
  field("as_planted", control.found, "the leak was found, or the non-leak was not accused");
  field("reason", control.reason, "");
}

void describe(auto& field, Is<ShardNumber> auto& shard) {
  field.type("shard", "the share of a plan in this run; 1 of 1 is the whole plan");
  field("index", shard.index, "", 1);
  field("of", shard.of, "", 1);
  field("said_by", shard.said_by, "the environment variable that set it; empty: the user did");
}

void describe(auto& field, Is<Scenario> auto& scenario) {
  field.type("behaviour", "how the origin behaves in the scenario");
  field("group", scenario.group, "");
  field("summary", scenario.summary, "");
  field("expected_outcome", scenario.expected_outcome,
        "the outcome of a fetch by a correct client");
  field("has_body", scenario.has_body, "");
  field("compressed", scenario.compressed, "");
  field("is_known", scenario.is_known, "false: only the user knows the expected outcome");
  field("requests_per_fetch", scenario.requests_per_fetch, "0: no request arrives");
  field("connections_per_fetch", scenario.connections_per_fetch,
        "minimum, if the origin sees no requests");
  field("horizon", scenario.horizon, "fetches before the first look, if set by the scenario");
}

void describe(auto& field, Is<ClientUsage> auto& usage) {
  field.type("client_usage", "how the client is used, independently of the scenario");
  field("threads", usage.threads, "threads that fetch concurrently", 1);
  field("thread_each", usage.thread_each, "each fetch runs in a new thread");
  field("client_each", usage.client_each, "each fetch uses a new client");
  field("cancel_after", usage.cancel_after, "body bytes; 0: as the scenario sets it");
  field("timeout_ms", usage.timeout, "0: as the scenario sets it");
}

void describe(auto& field, Is<Tolerance> auto& tolerance) {
  field.type("tolerance", "growth that the user tolerates");
  field("metric", tolerance.metric, "");
  field("per_fetch", tolerance.per_fetch, "in the metric's unit");
}

void describe(auto& field, Is<Earlier> auto& earlier) {
  field.type("earlier", "the work before the run was resumed, which counts towards the minimums");
  field("fetches", earlier.fetches, "");
  field("seconds", earlier.seconds, "");
}

void describe(auto& field, Is<Plan> auto& plan) {
  field.type("plan", "the length of the trial, and its limits");
  field("horizon", plan.horizon, "fetches before the first look");
  field("at_least", plan.at_least, "the fewest fetches for a clean verdict");
  field("lasts_seconds", plan.lasts, "the shortest time of fetching for a clean verdict");
  field("earlier", plan.earlier, "");
  field("tolerances", plan.tolerances, "");
  field("max_memory", plan.max_memory, "bytes");
  field("max_descriptors", plan.max_descriptors, "");
}

void describe(auto& field, Is<Ledger> auto& ledger) {
  field.type("ledger", "the origin's counts for the trial");
  field("requests", ledger.requests, "");
  field("complete", ledger.complete, "complete replies");
  field("broken", ledger.broken, "replies that were interrupted by either side");
  field("connections", ledger.connections, "accepted since the start");
  field("refused", ledger.refused, "connections closed at once: no thread was available");
  field("without_upstream", ledger.without_upstream,
        "requests for which the upstream accepted no connection");
  field("strangers", ledger.strangers, "refused connections of processes that are not measured");
  field("open", ledger.open, "connections that neither side has closed");
  field("closed_by_client", ledger.closed_by_client, "");
  field("sent_bytes", ledger.sent_bytes, "by the origin, including reply headers");
  field("close_wait", ledger.close_wait, "connections closed only by the origin");
  field("unread_bytes", ledger.unread_bytes, "bytes received but not read by the client");
}

void describe(auto& field, Is<Finding> auto& finding) {
  auto& metric = finding.series.metric;
  auto& verdict = finding.verdict;
  field.type("finding", "one series with its verdict");
  field("metric", metric.name, "");
  field("kind", metric.kind, "what the metric measures");
  field("unit", metric.unit, "");
  field("role", finding.role, "how the series affects the trial's ruling");
  field("role_reason", finding.role_reason,
        "why the series is informational; empty for other roles");
  field("grain", metric.grain, "the smallest step that the source can report", 1);
  field("tolerable_per_fetch", metric.tolerable_per_fetch, "a clean series grows by less");
  field("tolerated_per_fetch", metric.tolerated_per_fetch, "tolerated by the user");
  field("slack", metric.slack, "how much can be allocated before the metric changes");
  field("horizon_share", metric.horizon_share, "fraction of the plan's horizon");
  field.derived("decides", finding.decides(), "whether the ruling depends on it");
  field("ruling", verdict.ruling, "");
  field("fetches", verdict.fetches, "the length of the run that was judged");
  field("per_fetch", verdict.growth.per_fetch, "growth: the median of its windows", no_least);
  field("low", verdict.growth.low, "growth per fetch in the slowest window", no_least);
  field("high", verdict.growth.high, "growth per fetch in the fastest window", no_least);
  field("rises", verdict.rises, "whether every window rose without slowing at the last look");
  field("floor", verdict.floor, "the smallest growth per fetch that would not have been clean");
  field("reason", verdict.reason, "");
  field("samples", finding.series.samples, "in order; the first is taken before the first fetch");
}

void describe(auto& field, Is<Place> auto& place) {
  field.type("place", "a place in the client's code, as far as known");
  field("function", place.function, "");
  field("file", place.file, "");
  field("line", place.line, "0: unknown");
  field("module", place.module, "the program or library");
  field("offset", place.offset, "in the module; 0: unknown");
  field("code", place.code, "the text of the line, of the user's; empty: not read");
  field("excerpt", place.excerpt, "that line, marked, between its neighbours, with their numbers");
}

void describe(auto& field, Is<Owner> auto& owner) {
  field.type("owner", "a holder of a part of the leak");
  field("metric", owner.metric,
        "the metric of the finding that it explains, or \"clients\" or \"items\": where those are "
        "created of which there are more after each fetch");
  field("source", owner.source, "how it was found");
  field("count_per_fetch", owner.count_per_fetch, "blocks, descriptors, threads or mappings",
        no_least);
  field("bytes_per_fetch", owner.bytes_per_fetch, "", no_least);
  field("share", owner.share, "fraction of the growth; 0 for \"clients\" and \"items\"");
  field("yours", owner.yours, "index in stack of the first frame of the user's code");
  field("release", owner.release, "the library's function that may release it, by its name");
  field("details", owner.details, "sizes, both ends of a socket, or the container of the items");
  field("stack", owner.stack, "innermost first", 1);
}

void describe(auto& field, Is<Result> auto& result) {
  auto& trial = result.trial;
  field.type("trial", "one client in one scenario, with its result");
  field("client", trial.client, "");
  field("scenario", trial.scenario.name, "");
  field("about", trial.about, "what the client does");
  field("banner", result.banner, "the worker's own description");
  field("leaves_bodies", result.leaves_bodies, "the worker says that it reads no bodies");
  field("seed", trial.plan.seed, "seed of the batch sizes");
  field("place", trial.place, "position in the whole plan");
  field("fetches", result.fetches, "");
  field("retried_after", result.retried_after,
        "fetches of an inconclusive attempt before this one; 0: there was none");
  field("failed", result.failed, "failed fetches");
  field("seconds", result.seconds, "wall clock, including the worker's start and end");
  field("fetching_seconds", result.fetching_seconds, "from the first order to the last reading");
  field("looking_seconds", result.looking_seconds, "the part of those spent on readings and looks");
  field("ruling", result.ruling, "");
  field.derived("expected", expected(result), "the ruling that the client declares for the trial");
  field("reason", result.reason, "");
  field("known", result.known, "how its leaks compare with the listed ones of --known");
  field("known_details", result.known_details, "one sentence; empty if none is listed");
  field("repro_command", trial.repro_command, "repeats only this trial");
  field("expectation", trial.expect, "the scenarios in which the client is declared to leak");
  field("leaks_on", trial.leaks_on, "further scenarios and groups, separated by commas");
  field("behaviour", trial.scenario, "");
  field("client_usage", trial.client_usage, "");
  field("plan", trial.plan, "");
  field("fetches_from_origin", trial.fetches_from_origin, "false: a control");
  field("attribution", trial.attribution, "when leaks are attributed to owners");
  field("mine", trial.mine, "paths and Java packages of code that is the user's wherever it lies");
  field("ledger", result.ledger, "");
  field("peak_bytes", result.peak_bytes, "peak of resident memory");
  field("allocations", result.allocations, "calls during the trial, freed or not");
  field("not_observable", result.not_observable, "metrics that could not be read");
  field("preload_obstacle", result.preload_obstacle,
        "why the interposer did not count in the process; empty if it did");
  field("uncollected", result.uncollected,
        "the managed runtime whose garbage could not be collected; empty if there is none");
  field("collection_obstacle", result.collection_obstacle,
        "why it could not be, and what to do; may be empty");
  field.unless_empty("left_running", result.left_running,
                     "daemons of the worker that were running at its end, and were ended then");
  field("owners", result.owners, "largest first");
  field("owner_fetches", result.owner_fetches, "after the verdict, to find the owners");
  field("unattributed", result.unattributed, "what the owners do not explain; may be empty");
  field("findings", result.findings, "");
}

void describe(auto& field, Is<TrialAdvice> auto& advice) {
  field.type("advice", "advice on one trial, which the first four fields identify");
  field("client", advice.trial.client, "");
  field("scenario", advice.trial.scenario, "");
  field("seed", advice.trial.seed, "");
  field("client_usage", advice.trial.client_usage, "");
  field("kind", advice.advice.kind, "kind of leak");
  field("evidence", advice.advice.evidence, "the numbers that support it");
  field("suggestion", advice.advice.suggestion, "");
  field("line", advice.advice.line, "of the user's code, to be changed; null: unknown");
  field("line_only_fetches", advice.advice.line_only_fetches,
        "where what leaks is made is not known");
}

/// `head` is a Head or a whole file.
void describe_head(auto& field, auto& head) {
  auto& run = head.run;
  field.constant("schema_version", results_schema_version);
  field("leakproof", run.version, "the version that wrote the file");
  field("machine", head.machine, "");
  field("seed", run.seed, "");
  field("jobs", run.jobs, "trials at a time", 1);
  field("declared", run.declared, "rulings are compared with what the clients declare");
  field("inconclusive", run.inconclusive, "what inconclusive trials do to the exit code");
  field("trials_planned", run.trials, "trials in this run");
  field("plan_trials", run.planned_trials, "trials in all shards together");
  field("plan_digest", run.plan, "equal for all shards of one plan");
  field("shard", run.shard, "");
  field("controls", head.controls, "");
}

void describe(auto& field, Is<Head> auto& head) { describe_head(field, head); }

void describe(auto& field, Is<ResultsFile> auto& file) {
  describe_head(field, file);
  field("trials", file.results, "trials that have ended");
  field.unless_empty("under_way", file.under_way, "interrupted trials, as of their last look");
  field.unless_empty("advice", file.advice, "written after all trials have ended");
  field("finished", file.finished, "false: interrupted, or still being written");
}

}  // namespace leakproof::report
