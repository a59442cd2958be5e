package main

import (
	"os/signal"
	"syscall"

	"github.com/alicebob/miniredis/v2"
	"github.com/spf13/cobra"
)

// newRedisCommand makes the cache that Argo CD's processes share; it keeps everything in memory.
func newRedisCommand() *cobra.Command {
	var address string
	command := &cobra.Command{
		Use: "redis",
		RunE: func(command *cobra.Command, _ []string) error {
			server := miniredis.NewMiniRedis()
			if err := server.StartAddr(address); err != nil {
				return err
			}
			defer server.Close()
			stopped, stop := signal.NotifyContext(command.Context(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			<-stopped.Done()
			return nil
		},
	}
	command.Flags().StringVar(&address, "address", "127.0.0.1:6379", "where it listens")
	return command
}
