namespace Microkernel.Import;

/// <summary>Formats of configuration files.</summary>
public enum ImportFormat
{
    /// <summary>None that is known.</summary>
    Unknown = 0,

    /// <summary>cluster.conf of the Red Hat Cluster Suite: cman, fenced and rgmanager (cluster.conf(5)).</summary>
    ClusterConf = 1,

    /// <summary>corosync.conf(5), and openais.conf(5) before it.</summary>
    CorosyncConf = 2,

    /// <summary>The cluster information base of Pacemaker and Heartbeat 2, as XML.</summary>
    Cib = 3,

    /// <summary>Commands of the crm shell, as <c>crm configure show</c> prints them (crm(8)).</summary>
    CrmShell = 4,

    /// <summary>drbd.conf(5) of DRBD 8.3, 8.4 and 9, and files that it includes.</summary>
    DrbdConf = 5,

    /// <summary>ifcfg-* of a bond, a bridge or a port of one: SUSE's ifcfg(5), Red Hat's sysconfig.txt.</summary>
    Ifcfg = 6,

    /// <summary>multipath.conf(5).</summary>
    MultipathConf = 7,

    /// <summary>targets.conf(5) of tgt.</summary>
    TgtTargets = 8,

    /// <summary>iscsid.conf of open-iscsi, and records of its database of nodes.</summary>
    IscsidConf = 9,

    /// <summary>initiatorname.iscsi of open-iscsi.</summary>
    InitiatorName = 10,

    /// <summary>Several files, of one format or many.</summary>
    Several = 99,
}
