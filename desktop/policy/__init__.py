"""The Guidelines as an office applies them: the matrix, the procedure, assurances, who must sign (domain.md §9)."""
