# A drill is done anew each time.
false
