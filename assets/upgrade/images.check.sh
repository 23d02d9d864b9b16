# Before it is downloaded, a manifest does not tell.
left=$(missing) && [ -z "$left" ]
