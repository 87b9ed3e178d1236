// SPDX-License-Identifier: Apache-2.0
// Keeps the passwords of connection strings out of everything that people or files get to see.
#pragma once

#include <string>
#include <string_view>

namespace gigacity {

/// The text with every secret of a connection string or address in it as "***": `password=...` and its
/// like (quoted or not), `scheme://user:secret@host`, `OCI:user/secret@host`. Where it is not certain
/// how far a secret goes, too much is hidden rather than too little.
std::string without_passwords(std::string_view text);

/// The same, and what is a secret in `source` is hidden too wherever it stands alone in `text`: a
/// library's complaint may quote a part of a connection string.
std::string without_passwords(std::string_view text, std::string_view source);

}  // namespace gigacity
