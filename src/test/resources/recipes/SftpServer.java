import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** An SFTP server for one user; started as a source file: FOLDER USER PASSWORD. */
public class SftpServer {

  public static void main(String[] args) throws Exception {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
    server.setFileSystemFactory(new VirtualFileSystemFactory(Path.of(args[0])));
    server.setPasswordAuthenticator(
        (user, password, session) -> user.equals(args[1]) && password.equals(args[2]));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.start();
    System.out.println("port " + server.getPort());
    Thread.currentThread().join();
  }
}
