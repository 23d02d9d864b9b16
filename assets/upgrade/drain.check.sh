# Who is drained is drained anew where a run was cut off: only the node itself knows that it is done.
false
