using Raft.Coyote.Commands;

return Surroundings.OfConsole(surroundings => RaftCommand.Run(args, surroundings));
