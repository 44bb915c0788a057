// A row of the register as columns, in the order that `registered` has from its key on.
// Internal to catalogue/.

#pragma once

#include <string>
#include <vector>

#include "catalogue/database.h"
#include "catalogue/schema.h"
#include "model/event.h"

namespace muniment {

// known_by, directory, name. The texts of the row must live until the statement has run.
void bind_key(SQLite::Statement& statement, int index, const ItemRegistered& row);

// known_by, directory, name, identifier, recorded, class, cases, exhibit, size, sha256,
// subjects, from parameter `index` on. The texts of the row must live until the statement
// has run, and so must `cases`, which is joined_lines(row.cases).
void bind_registered(SQLite::Statement& statement, int index, const ItemRegistered& row,
                     const std::string& cases);
ItemRegistered column_registered(const SQLite::Statement& statement, int index);

std::string joined_lines(const std::vector<std::string>& lines);
std::vector<std::string> lines_of(const std::string& text);

}  // namespace muniment
