namespace Microkernel.Security;

/// <summary>What a caller may do; a certificate or token carries exactly one.</summary>
[Flags]
public enum Role
{
    /// <summary>Nothing: the caller showed neither certificate nor token.</summary>
    None = 0,

    /// <summary>Sees all but secrets, changes nothing.</summary>
    Viewer = 1,

    /// <summary>Does what daily work needs: moves, standby, fencing, clean-up; declares nothing.</summary>
    Operator = 2,

    /// <summary>Everything that people may do.</summary>
    Admin = 4,

    /// <summary>A driver: its own keys in the store.</summary>
    Driver = 8,

    /// <summary>A member of the cluster.</summary>
    Node = 16,
}

/// <summary>Names of roles, as certificates and commands have them.</summary>
public static class RoleNames
{
    /// <summary>Gets the roles that a certificate or token may carry.</summary>
    public static IReadOnlyList<Role> All { get; } = [Role.Viewer, Role.Operator, Role.Admin, Role.Driver, Role.Node];

    /// <summary>Returns the name, in lower case.</summary>
    public static string Text(this Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Operator => "operator",
        Role.Admin => "admin",
        Role.Driver => "driver",
        Role.Node => "node",
        _ => "none",
    };

    /// <summary>Finds a role by its name; <see cref="Role.None"/> where there is no such.</summary>
    public static Role Parse(string name) => All.FirstOrDefault(role => role.Text() == name);
}
