// SPDX-License-Identifier: Apache-2.0
// Ctrl-C and the scheduler's SIGTERM ask the run to stop.
#pragma once

namespace gigacity::apps {

/// From here on the first SIGINT or SIGTERM is only noted: work stops at its next check, removes
/// its partial output folder and the program ends with exit code 75. A second signal ends the
/// process at once with 128 + its number; the partial folder then stays behind, and the next run to
/// the same place removes it. Finished outputs are not touched either way.
void catch_stop_signals();

bool stop_requested();

}  // namespace gigacity::apps
