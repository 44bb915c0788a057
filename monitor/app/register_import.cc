#include "app/register_import.h"

#include "catalogue/register_staging.h"

namespace muniment {
namespace {

constexpr int kBatch = 8192;  // rows

Error stopped() {
  return Error{ErrorCode::kCancelled, 0,
               "the import was stopped; the same command goes on with it"};
}

class Import {
 public:
  Import(StoreSession& session, const RegisterRequest& request,
         ImportProblems& problems, Progress& progress, RegisterStaging staging)
      : session_(session),
        request_(request),
        problems_(problems),
        progress_(progress),
        staging_(std::move(staging)) {}

  Result<RegisterImported> run() {
    MUNIMENT_ASSIGN(const SourceFacts facts, read_register(request_, sink()));
    MUNIMENT_TRY(problems_.verdict());
    imported_.store = request_.store;
    imported_.file = request_.file;
    imported_.sha256 = facts.sha256;
    imported_.skipped = problems_.count();
    MUNIMENT_TRY(record());
    const std::uint64_t changed = imported_.added + imported_.updated;
    imported_.unchanged = staging_.rows() - changed;
    imported_.rows = staging_.rows() + imported_.skipped;
    MUNIMENT_TRY(session_.recorder.record({imported_}));
    return imported_;
  }

 private:
  RegisterSink sink() {
    RegisterSink sink;
    sink.row = [this](std::uint64_t line, const ItemRegistered& row) -> Status {
      if (stop_requested()) {
        return stopped();
      }
      counts_.items += 1;
      MUNIMENT_ASSIGN(const std::optional<std::string> complaint,
                      staging_.add(line, row));
      if (complaint) {
        note_bad(line, *complaint);
      }
      return ok();
    };
    sink.bad = [this](std::uint64_t line, const std::string& reason) -> Status {
      note_bad(line, reason);
      return stop_requested() ? Status(stopped()) : ok();
    };
    sink.progress = [this](std::uint64_t bytes) {
      counts_.bytes = bytes;
      progress_.update(counts_);
    };
    return sink;
  }

  void note_bad(std::uint64_t line, const std::string& reason) {
    counts_.errors += 1;
    problems_.add(line, reason);
  }

  Status record() {
    for (bool is_last = false; !is_last;) {
      if (stop_requested()) {
        return stopped();
      }
      MUNIMENT_ASSIGN(std::vector<RegisterChange> changes,
                      staging_.next_changes(session_.state.catalogue(), request_.store,
                                            kBatch, is_last));
      std::vector<EventBody> events;
      events.reserve(changes.size());
      for (RegisterChange& change : changes) {
        (change.is_new ? imported_.added : imported_.updated) += 1;
        events.emplace_back(std::move(change.row));
      }
      MUNIMENT_TRY(session_.recorder.record_ahead(std::move(events)));
      progress_.update(counts_);
    }
    return session_.recorder.settle();
  }

  StoreSession& session_;
  const RegisterRequest& request_;
  ImportProblems& problems_;
  Progress& progress_;
  RegisterStaging staging_;
  ProgressCounts counts_;
  RegisterImported imported_;
};

}  // namespace

Result<RegisterImported> import_register(StoreSession& session,
                                         const RegisterRequest& request,
                                         ImportProblems& problems, Progress& progress) {
  MUNIMENT_ASSIGN(RegisterStaging staging,
                  RegisterStaging::create(session.state.path()));
  return Import(session, request, problems, progress, std::move(staging)).run();
}

}  // namespace muniment
