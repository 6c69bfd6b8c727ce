// SPDX-License-Identifier: MIT

// Added to the suite of hashicorp/go-retryablehttp by ci/suites/go.
package retryablehttp

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"

	"leakproof"
)

// Where CheckRetry returns an error, the body of the response is closed.
func TestDoesNotLeakWhereCheckRetryFails(t *testing.T) {
	refused := errors.New("refused by CheckRetry")
	client := NewClient()
	client.Logger = nil
	client.CheckRetry = func(_ context.Context, response *http.Response, err error) (bool, error) {
		if err == nil && response.StatusCode == http.StatusNotFound {
			return false, refused
		}
		return false, err
	}
	leakproof.Check(t, func(ctx context.Context, url string) error {
		request, err := NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		response, err := client.Do(request)
		if errors.Is(err, refused) {
			return nil
		}
		if err != nil {
			return err
		}
		defer response.Body.Close()
		_, err = io.Copy(io.Discard, response.Body)
		return err
	}, leakproof.On("plain", "not-found", "drop-mid-body"))
}
