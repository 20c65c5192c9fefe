// A lab is a whole cluster: two at a time would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
