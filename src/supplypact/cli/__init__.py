"""The command line: parse, call, print.  Standard output is the answer, standard error the rest."""
