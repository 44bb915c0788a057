// All that a catalogue knows, as text, for comparing two of them.
//
// Owner: pure reads. Threads: any. Failure: fails the test.

#pragma once

#include <string>
#include <vector>

#include "catalogue/reader.h"

namespace muniment {

// Everything but fingerprints, which are no projection of events.
std::string everything_in(Reader& reader);
std::string everything_in(const std::string& catalogue_path);

std::string to_text(const ItemFacts& facts);

}  // namespace muniment
