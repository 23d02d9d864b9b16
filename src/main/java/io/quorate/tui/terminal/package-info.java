/**
 * The terminal itself: Lanterna on JLine, one write a frame, keys decoded, always restored.
 *
 * <p>What is known to go wrong between the libraries and terminals, and what holds it here:
 *
 * <ol>
 *   <li>Lanterna writes each cell by itself: {@link io.quorate.tui.terminal.TerminalOutput}
 *       collects a frame, {@link io.quorate.tui.terminal.FrameScreen} flushes once ({@code
 *       FrameScreenTest}).
 *   <li>Lanterna asks the terminal for its size and waits 5 s for the answer: {@link
 *       io.quorate.tui.terminal.QuorateTerminal} asks the kernel.
 *   <li>Lanterna forks {@code stty}: {@link io.quorate.tui.terminal.Tty} calls the C library.
 *   <li>Lanterna answers SIGWINCH on the signal's thread: here it is a message like others ({@code
 *       RunScreenTest}, the storm of sizes).
 *   <li>Ctrl-Z, Ctrl-\ and Ctrl-S act behind the program's back: no signals and no flow control
 *       from keys; suspending gives the terminal back first ({@code RunScreenTest}).
 *   <li>SIGTERM leaves the alternate screen on: a shutdown hook restores ({@code RunScreenTest});
 *       nothing can after SIGKILL, where {@code reset} helps.
 *   <li>Enter is a carriage return without ICRNL: {@link io.quorate.tui.terminal.KeyDecoder} takes
 *       it as Enter ({@code KeyDecoderTest}).
 *   <li>JLine's input hands out single bytes: {@link io.quorate.tui.terminal.KeyReader} reads file
 *       descriptor 0, and JLine never does at the same time.
 *   <li>A sequence split over packets decodes as several keys: whole sequences are cut out first
 *       ({@code KeyDecoderTest}).
 *   <li>Lanterna knows no bracketed paste and no SGR mouse: both are decoded here ({@code
 *       KeyDecoderTest}).
 *   <li>Control characters throw in Lanterna: what is drawn went through {@link
 *       io.quorate.tui.Sanitizer} and {@link io.quorate.tui.CellCanvas} ({@code SanitizerTest}).
 *   <li>Width tables disagree: {@link io.quorate.tui.Columns} shows only what all agree on ({@code
 *       ColumnsTest}).
 *   <li>Lanterna's virtual terminal deadlocks while it reads: tests draw on {@link
 *       io.quorate.tui.TextCanvas} instead.
 *   <li>Lanterna's factory opens a window without a console: it is never used ({@code
 *       ArchitectureTest}).
 *   <li>The charset follows the JVM's locale: {@link io.quorate.tui.terminal.TerminalTraits} reads
 *       the locale, ASCII signs stand in ({@code ThemeTest}, {@code PageViewTest}).
 *   <li>Colours are sent to terminals that lack them, NO_COLOR or not: {@link
 *       io.quorate.tui.terminal.Theme} knows the depth ({@code ThemeTest}).
 *   <li>Windows' own console is out of scope; WSL is a terminal like others.
 *   <li>Lanterna's widgets redraw all and keep every line: the widgets are this program's own
 *       ({@code ArchitectureTest}).
 * </ol>
 */
@NullMarked
package io.quorate.tui.terminal;

import org.jspecify.annotations.NullMarked;
