"""What happens, in order: steps that take the noun before and give the next one."""
