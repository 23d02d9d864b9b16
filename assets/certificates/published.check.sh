publishes_only "$NAME" "$FILE"
