package io.quorate.wizard;

/**
 * A line of a host list that gives no host, kept for editing.
 *
 * @param text as it was typed or pasted
 * @param reason why, a sentence without its full stop
 */
public record BadLine(String text, String reason) {}
