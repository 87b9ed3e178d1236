// SPDX-License-Identifier: Apache-2.0
#include "apps/gigacity/commands.hpp"
#include "apps/path/model_list.hpp"

namespace gigacity::apps {

namespace {

class ModelsCommand final : public Command {
 public:
  std::string name() const override { return "models"; }
  std::string summary() const override { return "list the propagation models and where they hold"; }
  std::string description() const override {
    return "Lists the propagation models with their variants, what each is for, its source and its "
           "valid ranges. A scenario may name those for `run`; `path` computes those and the ones "
           "for one path at a time. The ranges are the ones that runs and paths are checked "
           "against.";
  }
  std::vector<std::string> examples() const override {
    return {"gigacity models", "gigacity models p1812", "gigacity models --format markdown"};
  }
  std::vector<Positional> positionals() const override {
    return {{"MODEL", "one model; without it, all", false}};
  }
  std::vector<Option> options() const override {
    return {{"format", 0, "FORM", "form of the list", "text", {"text", "json", "markdown"}}};
  }
  void setup(const Arguments& arguments) override {
    m_models = listed_models(arguments.text("MODEL").value_or(""));
    m_format = arguments.text("format").value_or("text");
  }

  ExitCode run(const Console& console) override {
    console.out << (m_format == "json"       ? models_json(m_models)
                    : m_format == "markdown" ? models_markdown(m_models)
                                             : models_text(m_models));
    return ExitCode::done;
  }

 private:
  std::vector<propagation::ModelInfo> m_models;
  std::string m_format;
};

}  // namespace

std::unique_ptr<Command> models_command() {
  return std::make_unique<ModelsCommand>();
}

}  // namespace gigacity::apps
