package io.quorate.node.ssh;

import java.io.IOException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/** Logs in with one key that an agent holds: asks whether it would do, then has it sign. */
final class AgentAuth extends AbstractAuthMethod {
  private final SshAgent agent;
  private final SshAgent.Identity identity;
  private final SshAgent.Identity shown;

  AgentAuth(SshAgent agent, SshAgent.Identity identity) {
    this(agent, identity, identity);
  }

  /**
   * @param shown a certificate for the agent's key, or that key itself
   */
  AgentAuth(SshAgent agent, SshAgent.Identity identity, SshAgent.Identity shown) {
    super("publickey");
    this.agent = agent;
    this.identity = identity;
    this.shown = shown;
  }

  @Override
  protected SSHPacket buildReq() throws UserAuthException {
    return request(false);
  }

  private SSHPacket request(boolean signed) throws UserAuthException {
    SSHPacket packet = super.buildReq();
    packet.putBoolean(signed);
    packet.putString(shown.algorithm());
    packet.putString(shown.blob());
    return packet;
  }

  @Override
  public void handle(Message message, SSHPacket packet)
      throws UserAuthException, TransportException {
    if (message != Message.USERAUTH_60) {
      super.handle(message, packet);
      return;
    }
    SSHPacket answer = request(true);
    byte[] toSign =
        new Buffer.PlainBuffer()
            .putString(params.getTransport().getSessionID())
            .putBuffer(answer)
            .getCompactData();
    try {
      answer.putString(agent.sign(identity, toSign));
    } catch (IOException e) {
      throw new UserAuthException("ssh-agent does not sign with " + identity.comment(), e);
    }
    params.getTransport().write(answer);
  }
}
