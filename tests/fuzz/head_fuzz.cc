// The note of the last start, whatever stands in it: it is refused, or it is of a
// checkpoint that the ledger extends.

#include "agent/state_check.h"
#include "edited_files.h"
#include "fuzz_target.h"
#include "ledger/ledger.h"
#include "model/item.h"

namespace muniment {
namespace {

constexpr std::uint64_t kSize = 258;

class Target {
 public:
  Target() {
    Ledger ledger = Ledger::open(state_path() + "/ledger", the_key()).value();
    roots_.push_back(ledger.root());
    for (std::uint64_t i = 0; i < kSize; ++i) {
      const std::vector<std::string> entry = {"e" + std::to_string(i)};
      MUNIMENT_CHECK(ledger.append(entry));
      roots_.push_back(ledger.root());
    }
    checkpoint_ = ledger.checkpoint();
    MUNIMENT_CHECK(write_head(state(), ledger.signed_checkpoint()));
  }

  void check(std::string_view bytes) {
    MUNIMENT_CHECK(create_file(state().head(), bytes, 0640));
    const auto head = read_head(state());
    if (!head) {
      return;
    }
    MUNIMENT_CHECK(head.value());
    const Applied applied{kSize, to_hex(checkpoint_.root), Time{}};
    if (check_state(state(), head.value(), applied, checkpoint_)) {
      MUNIMENT_CHECK(head.value()->size <= kSize);
      MUNIMENT_CHECK(head.value()->size == 0 ||
                     head.value()->root == roots_[head.value()->size]);
    }
  }

 private:
  static SigningKey the_key() {
    return SigningKey::load(MUNIMENT_LEDGER_GOLDEN "/signing_key.pem",
                            "example.org/muniment")
        .value();
  }
  const std::string& state_path() const { return files_.path(); }
  StateDirectory state() const { return StateDirectory::open(state_path()).value(); }

  EditedFiles files_;
  std::vector<Hash> roots_;
  Checkpoint checkpoint_;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Target target;
  target.check(as_text(data, size));
  return 0;
}

}  // namespace muniment
