// Transfers, in full, as a table, and as JSON; and what a check of one says.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <string>
#include <vector>

#include "catalogue/evidence_records.h"
#include "exporters/report/json_line.h"
#include "reconcile/transfer_check.h"

namespace muniment {

Json transfer_json(const TransferRecord& transfer);
std::string transfer_text(const TransferRecord& transfer);
std::string transfer_table(const std::vector<TransferRecord>& transfers);

// `obstacle`: why, beside the items, the source may not be purged; "" for nothing.
Json transfer_check_json(const TransferRecord& transfer, const TransferCheck& check,
                         const std::string& obstacle);
std::string transfer_check_text(const TransferRecord& transfer,
                                const TransferCheck& check,
                                const std::string& obstacle);

}  // namespace muniment
