namespace OrleansLambda.HBase.Client;

/// <summary>How connections are encrypted, and whom the client trusts. Certificates and keys are files in PEM.</summary>
public sealed class HBaseTlsOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "HBase:Tls";

    /// <summary>Whether connections are encrypted: what servers call <c>hbase.server.netty.tls.enabled</c>. Default: no.</summary>
    public bool Enabled { get; set; }

    /// <summary>The file of the certificates that servers' certificates must go back to. Default: those that the system trusts.</summary>
    public string? CaCertificatePath { get; set; }

    /// <summary>The file of this client's certificate, where servers ask for one, with those between it and its root behind it.</summary>
    public string? ClientCertificatePath { get; set; }

    /// <summary>The file of its key. Default: the certificate's file has it.</summary>
    public string? ClientKeyPath { get; set; }

    /// <summary>The key's password, where it is encrypted.</summary>
    public string? ClientKeyPassword { get; set; }

    /// <summary>Whether a server's certificate must be made out to the name by which the cluster calls the server. Default: yes.</summary>
    public bool HostNameVerification { get; set; } = true;
}
