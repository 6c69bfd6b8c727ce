// SPDX-License-Identifier: MIT
// The report for programs. The file is complete and valid after every trial. Only its end is
// overwritten, so the cost of a trial does not depend on the number of earlier trials.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>
#include <system_error>

#include "model/advice.hpp"
#include "model/control.hpp"
#include "model/reporter.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "posix/fd.hpp"
#include "report/catalogue.hpp"
#include "report/json/head.hpp"
#include "report/json/layout.hpp"
#include "report/machine.hpp"
#include "report/results_json.hpp"
#include "report/whole_file.hpp"
#include "text/printable.hpp"

namespace leakproof::report {
namespace {

class JsonFile final : public Reporter {
 public:
  JsonFile(const std::string& path, const RunInfo& info)
      : path_(path), info_(info), file_(open(path)) {
    write_head({});
  }

  void controls(const std::vector<Control>& controls) override { write_head(controls); }

  void add(const Result& result) override {
    under_way_.erase(result.trial.place);
    ++trials_;
    write(std::string(separator_.next()) + line_of(json_of(result)));
  }

  void checkpoint(const Result& result) override {
    under_way_[result.trial.place] = line_of(json_of(result));
    write("");
  }

  void interrupted(const Result& result) override { checkpoint(result); }

  void finish(std::span<const TrialAdvice> advice) override {
    std::vector<std::string> lines;
    for (const TrialAdvice& one : advice) lines.push_back(line_of(json_of(one)));
    write("", lines, trials_ == info_.trials);
  }

 private:
  static Fd open(const std::string& path) {
    if (is_stream(path) && path != "/dev/null") {
      fail(path, "it must be a regular file");
    }
    Fd file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (!file) fail(path, std::generic_category().message(errno));
    return file;
  }

  void write_head(const std::vector<Control>& controls) {
    end_ = 0;
    write(opening(
        line_of(json_of(Head{.run = info_, .machine = this_machine(), .controls = controls}))));
  }

  // Overwrites the closing in one call, so that readers never find the file without its end.
  // Line ends pad the file if it was longer before.
  void write(std::string text, std::span<const std::string> advice = {}, bool finished = false) {
    const auto length = static_cast<off_t>(text.size());
    std::vector<std::string> under_way;
    for (const auto& [place, line] : under_way_) under_way.push_back(line);
    text += closing(under_way, advice, finished);
    const auto size = static_cast<std::size_t>(end_) + text.size();
    if (size < longest_) text.append(longest_ - size, '\n');
    longest_ = std::max(longest_, size);
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t wrote = ::pwrite(file_.get(), text.data() + done, text.size() - done,
                                     end_ + static_cast<off_t>(done));
      if (wrote < 0) fail(path_, std::generic_category().message(errno));
      done += static_cast<std::size_t>(wrote);
    }
    end_ += length;
  }

  [[noreturn]] static void fail(const std::string& path, const std::string& why) {
    throw std::runtime_error("cannot write " + printable(path) + ": " + why);
  }

  std::string path_;
  RunInfo info_;
  Fd file_;
  off_t end_ = 0;            // offset of the closing, where the next trial is written
  std::size_t longest_ = 0;  // greatest size of the file so far
  Separator separator_{};    // between trials
  std::size_t trials_ = 0;
  std::map<std::int64_t, std::string> under_way_{};  // by place in the plan
};

}  // namespace

ReporterEntry json() {
  return {
      .name = "json",
      .summary = "all results, for programs (schema_version 2)",
      .open = [](const std::string& path, const RunInfo& info) -> std::unique_ptr<Reporter> {
        return std::make_unique<JsonFile>(path, info);
      },
  };
}

}  // namespace leakproof::report
