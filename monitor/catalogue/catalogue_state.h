// What Catalogue's parts share. Internal to catalogue/.

#pragma once

#include <memory>
#include <optional>

#include "catalogue/catalogue.h"
#include "catalogue/database.h"

namespace muniment {

struct Catalogue::State {
  std::unique_ptr<SQLite::Database> database;
  std::string path;  // "" for a scratch one
  std::optional<FileIdentity> file;
};

}  // namespace muniment
