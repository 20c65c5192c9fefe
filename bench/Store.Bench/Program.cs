using Store.Bench;

// server ID DIRECTORY ENDPOINT,ENDPOINT,...       one member of the embedded store
// load ENDPOINT,... put|get|sget CLIENTS SECONDS  load through etcd's API, on any server of it
// fanout ENDPOINT,... WATCHES PUTS                time from a put to the last of many watches
return args switch
{
    ["server", var id, var directory, var endpoints] => await Server.RunAsync(ulong.Parse(id), directory, endpoints),
    ["load", var endpoints, var kind, var clients, var seconds] =>
        await Load.RunAsync(endpoints.Split(','), kind, int.Parse(clients), int.Parse(seconds)),
    ["fanout", var endpoints, var watches, var puts] =>
        await FanOut.RunAsync(endpoints.Split(','), int.Parse(watches), int.Parse(puts)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: server ID DIRECTORY ENDPOINTS | load ENDPOINTS put|get|sget CLIENTS SECONDS"
        + " | fanout ENDPOINTS WATCHES PUTS");
    return 2;
}
