#include "app/vouching_settings.h"

#include "exporters/http/http_post.h"

namespace muniment {

WitnessesSettings witnesses_settings(const Config& config) {
  WitnessesSettings settings;
  settings.quorum = config.witnesses.quorum;
  settings.every = config.witnesses.every;
  for (const WitnessConfig& witness : config.witnesses.list) {
    settings.list.push_back(
        {name_of(witness), witness.url, WitnessKey::parse(witness.key).value()});
  }
  return settings;
}

TimeStampSettings time_stamp_settings(const Config& config) {
  return {config.timestamps.url, config.timestamps.ca_file, config.timestamps.every};
}

HttpPost outward_post() {
  return [](const HttpRequest& request, const std::atomic<bool>& stop) {
    return http_post(request, stop);
  };
}

}  // namespace muniment
