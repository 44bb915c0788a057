// Every line of a storage's log is a deletion, about something else, or refused in one
// line that is safe to print. The first byte chooses CSV or the audit log.

#include "fuzz_target.h"
#include "handed_in.h"
#include "intake/storage_log_reader.h"
#include "model/event_json.h"
#include "model/printable.h"

namespace muniment {

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const HandedIn file(as_text(data + 1, size - 1));
  LogRequest request;
  request.file = file.name();
  request.store = "bwv";
  request.format = data[0] % 2 == 0 ? LogFormat::kCsv : LogFormat::kStorageGrid;
  LogSink sink;
  sink.row = [](std::uint64_t, const DeletionLogged& row) -> Status {
    MUNIMENT_CHECK(!row.path.empty());
    const Event event{Time{0}, row};
    const Result<Event> again = parse_event(encode_event(event));
    MUNIMENT_CHECK(again && again.value() == event);
    return ok();
  };
  sink.bad = [](std::uint64_t line, const std::string& why) -> Status {
    MUNIMENT_CHECK(line > 0 && is_utf8(why) && why.find('\n') == std::string::npos);
    return ok();
  };
  (void)read_storage_log(request, sink);
  return 0;
}

}  // namespace muniment
