// SPDX-License-Identifier: MIT
// The one list of what JSON says: written (write.hpp), read back (read.hpp) and published
// as a schema (schema.cpp). Each field has its key, the member that it holds, what it
// means and, where there is one, its least value; of a list, its least length.
//
// CHANGELOG.md has the rules of the schema's version: a field that is renamed or removed
// raises it, a new one does not. Longer than other headers, as it is one list.
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
#include "report/machine.hpp"
#include "report/results_file.hpp"

namespace leakproof::report {

inline constexpr int results_schema_version = 2;

/// To write it a `const Model&` is described, to read it a `Model&`.
template <typename T, typename Model>
concept Is = std::same_as<std::remove_const_t<T>, Model>;

void describe(auto& field, Is<Machine> auto& machine) {
  field.type("machine", "where the run was made: what its figures depend on");
  field("system", machine.system, "kernel and its release");
  field("architecture", machine.architecture, "");
  field("c_library", machine.c_library, "name and version");
  field("cores", machine.cores, "");
  field("memory_bytes", machine.memory_bytes, "");
  field("page_bytes", machine.page_bytes, "");
}

void describe(auto& field, Is<Control> auto& control) {
  field.type("control", "a planted leak or non-leak, judged to check the run itself");
  field("name", control.name, "");
  field("as_planted", control.found, "the leak was found; of the non-leak, nothing was found");
  field("reason", control.reason, "");
}

void describe(auto& field, Is<ShardNumber> auto& shard) {
  field.type("shard", "the share of a plan that this run made; 1 of 1 is the whole plan");
  field("index", shard.index, "", 1);
  field("of", shard.of, "", 1);
  field("said_by", shard.said_by, "the environment variable that set it; empty: the user did");
}

void describe(auto& field, Is<Scenario> auto& scenario) {
  field.type("behaviour", "how the origin behaves on the scenario");
  field("group", scenario.group, "");
  field("summary", scenario.summary, "");
  field("expected_outcome", scenario.expected_outcome, "what a correct client gets from a fetch");
  field("has_body", scenario.has_body, "");
  field("is_known", scenario.is_known, "false: only the user knows what a fetch should come to");
  field("requests_per_fetch", scenario.requests_per_fetch, "0: no request arrives", 0);
  field("connections_per_fetch", scenario.connections_per_fetch,
        "at least, where the origin sees nothing else of a fetch", 0);
  field("horizon", scenario.horizon, "fetches to the first look, if the scenario has its own");
}

void describe(auto& field, Is<ClientUsage> auto& usage) {
  field.type("client_usage", "how the client is used, whatever the scenario");
  field("threads", usage.threads, "that fetch at once", 1);
  field("thread_each", usage.thread_each, "each fetch is made in a new thread");
  field("client_each", usage.client_each, "each fetch is made by a new client");
  field("cancel_after", usage.cancel_after, "bytes of the body; 0: as the scenario has it", 0);
  field("timeout_ms", usage.timeout, "0: as the scenario has it", 0);
}

void describe(auto& field, Is<Tolerance> auto& tolerance) {
  field.type("tolerance", "growth that the user tolerates");
  field("metric", tolerance.metric, "");
  field("per_fetch", tolerance.per_fetch, "in the metric's unit");
}

void describe(auto& field, Is<Earlier> auto& earlier) {
  field.type("earlier", "what was fetched before the run was resumed, which counts");
  field("fetches", earlier.fetches, "", 0);
  field("seconds", earlier.seconds, "");
}

void describe(auto& field, Is<Plan> auto& plan) {
  field.type("plan", "how far the trial looks, and its limits");
  field("horizon", plan.horizon, "fetches to the first look", 0);
  field("at_least", plan.at_least, "fetches that a clean verdict rests on", 0);
  field("lasts_seconds", plan.lasts, "of fetching, that a clean verdict rests on", 0);
  field("earlier", plan.earlier, "");
  field("tolerances", plan.tolerances, "");
  field("max_memory", plan.max_memory, "bytes", 0);
  field("max_descriptors", plan.max_descriptors, "", 0);
}

void describe(auto& field, Is<Ledger> auto& ledger) {
  field.type("ledger", "what the origin saw of the trial");
  field("requests", ledger.requests, "", 0);
  field("complete", ledger.complete, "replies sent whole", 0);
  field("broken", ledger.broken, "replies that broke off, on either side", 0);
  field("connections", ledger.connections, "accepted since the start", 0);
  field("refused", ledger.refused, "connections closed at once: no thread was available", 0);
  field("open", ledger.open, "connections that neither side has closed", 0);
  field("closed_by_client", ledger.closed_by_client, "", 0);
  field("sent_bytes", ledger.sent_bytes, "by the origin, heads of replies included", 0);
  field("close_wait", ledger.close_wait, "connections that only the origin has closed");
  field("unread_bytes", ledger.unread_bytes, "that the client received and did not read");
}

void describe(auto& field, Is<Finding> auto& finding) {
  auto& metric = finding.series.metric;
  auto& verdict = finding.verdict;
  field.type("finding", "one series with its verdict");
  field("metric", metric.name, "");
  field("kind", metric.kind, "what the metric counts");
  field("unit", metric.unit, "");
  field("role", finding.role, "what the series counts for in this trial");
  field("grain", metric.grain, "the smallest step that the source can show", 1);
  field("tolerable_per_fetch", metric.tolerable_per_fetch, "clean means: grows by less");
  field("tolerated_per_fetch", metric.tolerated_per_fetch, "by the user");
  field("slack", metric.slack, "what may be handed out before the metric moves");
  field("horizon_share", metric.horizon_share, "of the plan's horizon");
  field.derived("decides", finding.decides(), "does the ruling rest on it?");
  field("ruling", verdict.ruling, "");
  field("fetches", verdict.fetches, "that the verdict rests on", 0);
  field("per_fetch", verdict.growth.per_fetch, "growth: the median of its windows");
  field("low", verdict.growth.low, "growth per fetch in the slowest window");
  field("high", verdict.growth.high, "growth per fetch in the fastest window");
  field("floor", verdict.floor, "the smallest growth per fetch that would have shown");
  field("reason", verdict.reason, "");
  field("samples", finding.series.samples, "in order; the first is from before the first fetch");
}

void describe(auto& field, Is<Place> auto& place) {
  field.type("place", "a place in the client's code, as far as it is known");
  field("function", place.function, "");
  field("file", place.file, "");
  field("line", place.line, "0: not known", 0);
  field("module", place.module, "the program or library");
  field("offset", place.offset, "in the module; 0: not known");
}

void describe(auto& field, Is<Owner> auto& owner) {
  field.type("owner", "who holds a part of what leaks");
  field("metric", owner.metric, "of the finding that it explains");
  field("source", owner.source, "how it was found");
  field("count_per_fetch", owner.count_per_fetch, "blocks, descriptors, threads or mappings");
  field("bytes_per_fetch", owner.bytes_per_fetch, "");
  field("share", owner.share, "of the growth; 1 is all of it");
  field("yours", owner.yours, "index into stack of the first frame outside of system libraries");
  field("details", owner.details, "sizes, or both ends of a socket");
  field("stack", owner.stack, "innermost first", 1);
}

void describe(auto& field, Is<Result> auto& result) {
  auto& trial = result.trial;
  field.type("trial", "one client on one scenario, with its result");
  field("client", trial.client, "");
  field("scenario", trial.scenario.name, "");
  field("about", trial.about, "what the client does");
  field("banner", result.banner, "what the worker calls itself");
  field("seed", trial.plan.seed, "of the batch sizes");
  field("place", trial.place, "in the whole plan", 0);
  field("fetches", result.fetches, "", 0);
  field("failed", result.failed, "of the fetches", 0);
  field("seconds", result.seconds, "wall clock, the worker's start and end included");
  field("fetching_seconds", result.fetching_seconds, "from the first order to the last reading");
  field("looking_seconds", result.looking_seconds, "of those, for readings and looks");
  field("ruling", result.ruling, "");
  field.derived("expected", expected(result), "the ruling that the client declares for the trial");
  field("reason", result.reason, "");
  field("repro_command", trial.repro_command, "repeats the trial alone");
  field("expectation", trial.expect, "on which scenarios the client declares to leak");
  field("leaks_on", trial.leaks_on, "further scenarios and groups, separated by commas");
  field("behaviour", trial.scenario, "");
  field("client_usage", trial.client_usage, "");
  field("plan", trial.plan, "");
  field("fetches_from_origin", trial.fetches_from_origin, "false: a control");
  field("attribution", trial.attribution, "when owners are looked for");
  field("ledger", result.ledger, "");
  field("peak_bytes", result.peak_bytes, "of resident memory");
  field("allocations", result.allocations, "made over the trial, freed or not");
  field("not_observable", result.not_observable, "metrics that cannot be read here");
  field("owners", result.owners, "the greatest first");
  field("unattributed", result.unattributed, "what the owners do not explain; empty: nothing");
  field("findings", result.findings, "");
}

void describe(auto& field, Is<TrialAdvice> auto& advice) {
  field.type("advice", "what to do about one trial, which the first four fields name");
  field("client", advice.trial.client, "");
  field("scenario", advice.trial.scenario, "");
  field("seed", advice.trial.seed, "");
  field("client_usage", advice.trial.client_usage, "");
  field("kind", advice.advice.kind, "of leak");
  field("evidence", advice.advice.evidence, "the numbers that it rests on");
  field("suggestion", advice.advice.suggestion, "");
  field("example", advice.advice.example, "the bundled client that shows how; may be empty");
}

/// `head` is a Head or a whole file.
void describe_head(auto& field, auto& head) {
  auto& run = head.run;
  field.constant("schema_version", results_schema_version);
  field("leakproof", run.version, "the version that wrote the file");
  field("machine", head.machine, "");
  field("seed", run.seed, "");
  field("jobs", run.jobs, "trials at a time", 1);
  field("declared", run.declared, "rulings are held against what the clients declare");
  field("trials_planned", run.trials, "of this run");
  field("plan_trials", run.planned_trials, "of the whole plan, all shards together");
  field("plan_digest", run.plan, "the same for all shards of one plan");
  field("shard", run.shard, "");
  field("controls", head.controls, "");
}

void describe(auto& field, Is<Head> auto& head) { describe_head(field, head); }

void describe(auto& field, Is<ResultsFile> auto& file) {
  describe_head(field, file);
  field("trials", file.results, "those that have ended");
  field.unless_empty("under_way", file.under_way,
                     "trials that were cut off, as they stood at their last look");
  field.unless_empty("advice", file.advice, "given once all trials have ended");
  field("finished", file.finished, "false: interrupted, or still being written");
}

}  // namespace leakproof::report
