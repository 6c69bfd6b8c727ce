// SPDX-License-Identifier: MIT
// The machine's report. Whole and valid after every trial, at a cost that does
// not grow with the trials before: the end of the file is written over.
#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

#include "base/fd.hpp"
#include "base/text.hpp"
#include "report/catalogue.hpp"
#include "report/results_json.hpp"

namespace leakproof::report {
namespace {

// Of one length, so that one covers the other.
constexpr std::string_view cut_short = "\n],\n\"finished\": false}\n";
constexpr std::string_view finished = "\n],\n\"finished\": true }\n";

class JsonFile final : public Reporter {
 public:
  JsonFile(const std::string& path, const RunInfo& info)
      : path_(path),
        info_(info),
        file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {
    if (!file_) fail();
    write_head({});
  }

  void controls(const std::vector<Control>& controls) override { write_head(controls); }

  void add(const Result& result) override {
    const std::string separator = trials_++ == 0 ? "\n" : ",\n";
    write(separator + line_of(to_json(result, info_.declared)), cut_short);
  }

  void finish() override {
    if (trials_ == info_.trials) write("", finished);
  }

 private:
  void write_head(const std::vector<Control>& controls) {
    end_ = 0;
    std::string head = line_of(to_json(info_, controls, this_machine()));
    head.pop_back();
    write(head + ",\n\"trials\": [", cut_short);
  }

  // One call, so that nobody finds the file without its end.
  void write(std::string text, std::string_view ending) {
    const auto length = static_cast<off_t>(text.size());
    text += ending;
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t wrote = ::pwrite(file_.get(), text.data() + done, text.size() - done,
                                     end_ + static_cast<off_t>(done));
      if (wrote < 0) fail();
      done += static_cast<std::size_t>(wrote);
    }
    end_ += length;
  }

  [[noreturn]] void fail() const {
    throw std::runtime_error("cannot write " + printable(path_) + ": " +
                             std::generic_category().message(errno));
  }

  std::string path_;
  RunInfo info_;
  Fd file_;
  off_t end_ = 0;  // where the next trial goes, over the ending
  std::size_t trials_ = 0;
};

}  // namespace

ReporterEntry json() {
  return {
      .name = "json",
      .summary = "everything, for programs (schema_version 1)",
      .open = [](const std::string& path, const RunInfo& info) -> std::unique_ptr<Reporter> {
        return std::make_unique<JsonFile>(path, info);
      },
  };
}

}  // namespace leakproof::report
