"""Why an entry may not be recorded: rules with numbers, each refusal with its mend."""
