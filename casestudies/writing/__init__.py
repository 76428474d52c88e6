"""What helps to write a case study in the editor: guidance, a meter of what lacks, near matches."""
