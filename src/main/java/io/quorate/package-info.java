/** Quorate: installs and keeps multi-master Kubernetes on people's own machines. */
package io.quorate;
