// Records what one scan or check of a store finds: asks for the explanation of each
// removal, counts, and keeps the store's incident in step, in the same batch as the
// findings that it is made of.
//
// Owner:   one job. Threads: one call at a time, as ChangeRecorder says.
// Failure: as Recorder.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/evidence_source.h"
#include "agent/recorder.h"
#include "catalogue/reader.h"
#include "incident/incident.h"
#include "scan/scan.h"

namespace muniment {

class JobRecorder : public ChangeRecorder {
 public:
  // `places` is where an EvidenceSource looks.
  JobRecorder(std::string store, Recorder& recorder, Reader& reader,
              EvidenceSource::Places places)
      : store_(std::move(store)),
        recorder_(recorder),
        reader_(reader),
        places_(std::move(places)) {}

  Status record(std::vector<EventBody> events) override;
  Status record_removal(const Candidate& item, Time first_missed) override;
  Status save_fingerprints(
      const std::vector<Catalogue::FingerprintUpdate>& updates) override;

  // Records the removals that are still held; the catalogue has them when it returns.
  Status settle() override;

  // Of removals: `removed`, `explained`, `logged`, `unexplained`, `unexplained_bytes` and
  // `hold_breaches`.
  const ScanCounts& counts() const { return counts_; }

 private:
  Status flush();
  Result<EvidenceSource*> evidence();
  void count(const Verdict& verdict, std::uint64_t bytes);
  Status keep_holds_on_moved(std::vector<EventBody>& events);
  Status commit(std::vector<EventBody> events);
  Result<std::optional<IncidentRecorded>> incident_of(
      const std::vector<EventBody>& events);

  std::string store_;
  Recorder& recorder_;
  Reader& reader_;
  EvidenceSource::Places places_;
  std::optional<EvidenceSource> evidence_;  // of the store, once needed
  std::vector<EventBody> removals_;
  ScanCounts counts_;
};

}  // namespace muniment
