found=$(lost) && [ -z "$found" ]
