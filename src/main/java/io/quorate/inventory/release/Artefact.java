package io.quorate.inventory.release;

import org.jspecify.annotations.Nullable;

/**
 * A file to download, with the mirror already applied.
 *
 * @param name such as kubelet, etcd, containerd, runc, cni-plugins
 * @param version without a leading v
 * @param url http, https or file
 * @param sha256 pinned in the inventory's `checksums` or the catalogue; null when not
 * @param checksumUrl where its project publishes the checksum; null when it does not
 * @param fileName its name in that checksum file
 */
public record Artefact(
    String name,
    String version,
    String url,
    @Nullable String sha256,
    @Nullable String checksumUrl,
    String fileName) {}
